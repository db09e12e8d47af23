namespace Pipeline.Processor.Detection.Timelines;

/// <summary>Novelty in words, for alerts.</summary>
internal static class NoveltyText
{
    private static readonly (Novelty Part, string Name)[] User =
    [
        (Novelty.Ip, "ip"),
        (Novelty.Network, "asn"),
        (Novelty.Country, "country"),
        (Novelty.DeviceToken, "device_token"),
        (Novelty.Device, "device"),
        (Novelty.Agent, "user_agent"),
    ];

    private static readonly (Novelty Part, string Name)[] Org =
    [
        (Novelty.OrgNetwork, "asn"),
        (Novelty.OrgCountry, "country"),
    ];

    /// <summary>What is new to the entity, e.g. <c>asn,country</c>; empty if nothing is.</summary>
    public static string OfEntity(Novelty novelty) => Of(novelty, User);

    /// <summary>What is new to the whole org.</summary>
    public static string OfOrg(Novelty novelty) => Of(novelty, Org);

    private static string Of(Novelty novelty, (Novelty Part, string Name)[] parts) =>
        string.Join(',', parts.Where(x => (novelty & x.Part) != Novelty.None).Select(x => x.Name));
}
