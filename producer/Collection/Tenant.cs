using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>One integration whose configuration has been checked.</summary>
internal sealed record Tenant(string Name, OrgUrl Org, IOktaCredentials Credentials, double RateShare);
