import { librariesNamed } from "./debian-packages";

test("of what a package depends on: the libraries, of alternatives the first, the C library never", () => {
  const answer = `redis-tools
  Depends: adduser
  Depends: libatomic1
  Depends: libc6
 |Depends: libsystemd0
  Depends: libelogind0
  Breaks: redis-server
  Suggests: libruby
redis-server
  Depends: libatomic1
  Depends: redis-tools
`;
  expect(librariesNamed(answer)).toEqual(["libatomic1", "libsystemd0"]);
});
