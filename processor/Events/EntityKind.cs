namespace Pipeline.Processor.Events;

/// <summary>Kinds of entity that state is kept for. The names are part of record keys.</summary>
internal static class EntityKind
{
    public const string User = "user";
    public const string Ip = "ip";
    public const string Session = "session";
    public const string Device = "device";
    public const string DeviceToken = "device-token";
    public const string Org = "org";
    public const string Clock = "clock";
}
