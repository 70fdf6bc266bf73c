import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from "@react-email/components";
import type { MailCauseBlock, MailContent, MailLink } from "@/emails/mail-content";
import { darkStyle, styles } from "@/emails/mail-style";

/** Every mail: what happened, its causes, one button, and why the reader gets it. */
export function MailLayout({ content }: { content: MailContent }) {
  const { subject, preview, heading, intro, causes, action, outro, footer } = content;
  return (
    <Html lang="en">
      <Head>
        <title>{subject}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyle}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="m-page" style={styles.page}>
        <main>
          <Container className="m-card" style={styles.card}>
            <Text className="m-ink" style={styles.brand}>
              PRISM Connect
            </Text>
            <Heading as="h1" className="m-ink" style={styles.heading}>
              {heading}
            </Heading>
            <Paragraphs texts={intro} />
            {causes.map((cause) => (
              <Cause key={cause.link.url} cause={cause} />
            ))}
            <Section style={styles.action}>
              <Button className="m-button" href={action.url} style={styles.button}>
                {action.label}
              </Button>
            </Section>
            <Paragraphs texts={outro} />
            <Text className="m-soft" style={styles.footer}>
              {footer.text} {footer.link ? <MailAnchor link={footer.link} /> : null}
              {footer.stop ? (
                <>
                  {" · "}
                  <MailAnchor link={footer.stop} />
                </>
              ) : null}
            </Text>
          </Container>
        </main>
      </Body>
    </Html>
  );
}

function Cause({ cause }: { cause: MailCauseBlock }) {
  return (
    <Section className="m-line" style={styles.cause}>
      <Text className="m-ink" style={styles.causeTitle}>
        {cause.title}
      </Text>
      {cause.about ? (
        <Text className="m-soft" style={styles.about}>
          {cause.about}
        </Text>
      ) : null}
      <Text className="m-ink" style={styles.text}>
        {cause.sentences.join(" ")}
        <br />
        <MailAnchor link={cause.link} />
        {cause.others ? (
          <>
            <br />
            <MailAnchor link={cause.others} />
          </>
        ) : null}
      </Text>
    </Section>
  );
}

function Paragraphs({ texts }: { texts: string[] }) {
  return texts.map((text) => (
    <Text key={text} className="m-ink" style={styles.text}>
      {text}
    </Text>
  ));
}

function MailAnchor({ link }: { link: MailLink }) {
  return (
    <Link className="m-link" href={link.url} style={styles.link}>
      {link.label}
    </Link>
  );
}
