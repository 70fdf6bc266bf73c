/** The field by which a form says of which organisation its page was; `performMutation` looks at it. */
export const organisationField = "ofOrganisation";
