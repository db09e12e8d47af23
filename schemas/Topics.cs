namespace Pipeline.Schemas;

/// <summary>Names of the pipeline's topics, the only place where they are spelt.</summary>
public static class Topics
{
    public const string Raw = "security.okta.raw.v1";
    public const string Checkpoints = "security.okta.checkpoints.v1";
    public const string Licences = "security.okta.licences.v1";
    public const string Telemetry = "security.okta.telemetry.v1";
    public const string Entities = "security.okta.entities.v1";
    public const string Alerts = "security.okta.alerts.v1";

    /// <summary>The dead-letter topic of an input: original bytes, with the reason in headers.</summary>
    public static string DeadLetters(string input) => input + ".dlq.v1";

    /// <summary>The changelog of a state store, named as Kafka Streams names it.</summary>
    public static string Changelog(string applicationId, string store) => $"{applicationId}-{store}-changelog";
}
