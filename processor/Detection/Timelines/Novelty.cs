namespace Pipeline.Processor.Detection.Timelines;

/// <summary>In what an event's source was never seen before. Unknown parts are never new.</summary>
[Flags]
internal enum Novelty
{
    None = 0,

    /// <summary>The entity's history is long enough to tell, or Okta's behaviour detection told.</summary>
    Judged = 1,
    Ip = 1 << 1,
    Network = 1 << 2,
    Country = 1 << 3,

    /// <summary>The browser's device token (dtHash).</summary>
    DeviceToken = 1 << 4,

    /// <summary>The registered device, or Okta's behaviour "New Device".</summary>
    Device = 1 << 5,

    /// <summary>System and browser, without versions.</summary>
    Agent = 1 << 6,
    OrgNetwork = 1 << 7,
    OrgCountry = 1 << 8,

    /// <summary>
    /// While the history is too short to tell what is new: unlike every source in it, in network and in country or
    /// machine.
    /// </summary>
    Unlike = 1 << 9,

    /// <summary>A place: provider or country.</summary>
    Place = Network | Country,

    /// <summary>A machine, by any sign of it.</summary>
    Machine = DeviceToken | Device,
}
