import { signOut } from "@/app/sign-in/actions";
import { Button } from "@/components/ui/button";

/** Signs out; for the shell's slot. */
export function SignOutForm() {
  return (
    <form action={signOut}>
      <Button variant="quiet" size="small">
        Sign out
      </Button>
    </form>
  );
}
