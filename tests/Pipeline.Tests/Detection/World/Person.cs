namespace Pipeline.Tests.Detection.World;

/// <summary>Somebody of an ordinary org: who it is, and where and with what they work.</summary>
internal sealed record Person(int Number, Some Some, Place Office, Place Home, Place Phone, Place Vpn, bool WorksAtHome)
{
    /// <summary>From where this person works on a day: home workers are at the office once a week.</summary>
    public Place Desk(int day) =>
        WorksAtHome
            ? (day + Number) % 5 == 0
                ? Office
                : Home
            : (day + Number) % 5 == 0
                ? Home
                : Office;
}
