using System.Collections.Frozen;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection.Timelines;

/// <summary>An event in the compact form of states. What a field's number means never changes.</summary>
internal static class CompactEvent
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    public static void Write(StateWriter writer, OktaEvent x)
    {
        writer.Text(1, x.Uuid);
        writer.Text(2, x.EventType);
        writer.Time(3, x.Published);
        writer.Text(4, x.Severity);
        writer.Text(5, x.DisplayMessage);
        writer.Text(6, x.LegacyEventType);
        writer.Text(7, x.OutcomeResult);
        writer.Text(8, x.OutcomeReason);
        writer.Text(9, x.ActorId);
        writer.Text(10, x.ActorType);
        writer.Text(11, x.ActorAlternateId);
        writer.Text(12, x.ActorDisplayName);
        writer.List(13, x.Targets, WriteTarget);
        writer.Text(14, x.Ip);
        writer.Text(15, x.UserAgent);
        writer.Text(16, x.Os);
        writer.Text(17, x.Browser);
        writer.Text(18, x.ClientDevice);
        writer.Text(19, x.Country);
        writer.Text(20, x.State);
        writer.Text(21, x.City);
        writer.Number(22, x.Latitude);
        writer.Number(23, x.Longitude);
        writer.Number(24, x.AsNumber);
        writer.Text(25, x.AsOrg);
        writer.Text(26, x.Isp);
        writer.Flag(27, x.IsProxy);
        writer.Text(28, x.DeviceId);
        writer.Text(29, x.DeviceName);
        writer.Flag(30, x.DeviceManaged);
        writer.Text(31, x.SessionId);
        writer.Text(32, x.RootSessionId);
        writer.Text(33, x.TransactionId);
        writer.Text(34, x.AuthnRequestId);
        writer.Text(35, x.DeviceToken);
        writer.Text(36, x.CredentialType);
        writer.Text(37, x.IssuerId);
        writer.Text(38, x.Factor);
        writer.Text(39, x.FactorIntent);
        writer.Text(40, x.PushResponse);
        writer.Text(41, x.NumberChallengeResponse);
        writer.Text(42, x.RiskLevel);
        writer.Flag(43, x.ThreatSuspected);
        writer.Text(44, x.RequestUri);
        writer.Text(45, x.ApiTokenId);
        writer.Text(46, x.ClientId);
        WriteMap(writer, 47, x.Details);
        writer.Texts(48, x.OrgNew);
        WriteMap(writer, 49, x.Behaviors);
        writer.End();
    }

    public static OktaEvent Read(StateReader reader)
    {
        var e = new OktaEvent
        {
            Uuid = reader.RequiredText(1),
            EventType = reader.RequiredText(2),
            Published = reader.Time(3),
            Severity = reader.Text(4),
            DisplayMessage = reader.Text(5),
            LegacyEventType = reader.Text(6),
            OutcomeResult = reader.Text(7),
            OutcomeReason = reader.Text(8),
            ActorId = reader.Text(9),
            ActorType = reader.Text(10),
            ActorAlternateId = reader.Text(11),
            ActorDisplayName = reader.Text(12),
            Targets = reader.List(13, ReadTarget),
            Ip = reader.Text(14),
            UserAgent = reader.Text(15),
            Os = reader.Text(16),
            Browser = reader.Text(17),
            ClientDevice = reader.Text(18),
            Country = reader.Text(19),
            State = reader.Text(20),
            City = reader.Text(21),
            Latitude = reader.OptionalDouble(22),
            Longitude = reader.OptionalDouble(23),
            AsNumber = reader.OptionalNumber(24),
            AsOrg = reader.Text(25),
            Isp = reader.Text(26),
            IsProxy = reader.OptionalFlag(27),
            DeviceId = reader.Text(28),
            DeviceName = reader.Text(29),
            DeviceManaged = reader.OptionalFlag(30),
            SessionId = reader.Text(31),
            RootSessionId = reader.Text(32),
            TransactionId = reader.Text(33),
            AuthnRequestId = reader.Text(34),
            DeviceToken = reader.Text(35),
            CredentialType = reader.Text(36),
            IssuerId = reader.Text(37),
            Factor = reader.Text(38),
            FactorIntent = reader.Text(39),
            PushResponse = reader.Text(40),
            NumberChallengeResponse = reader.Text(41),
            RiskLevel = reader.Text(42),
            ThreatSuspected = reader.OptionalFlag(43),
            RequestUri = reader.Text(44),
            ApiTokenId = reader.Text(45),
            ClientId = reader.Text(46),
            Details = ReadMap(reader, 47, StringComparer.Ordinal),
            OrgNew = reader.Texts(48),
            Behaviors = ReadMap(reader, 49, StringComparer.OrdinalIgnoreCase),
        };
        reader.End();
        return e;
    }

    private static void WriteTarget(StateWriter writer, EventTarget target)
    {
        writer.Text(1, target.Id);
        writer.Text(2, target.Type);
        writer.Text(3, target.AlternateId);
        writer.Text(4, target.DisplayName);
        writer.End();
    }

    private static EventTarget ReadTarget(StateReader reader)
    {
        var target = new EventTarget(reader.Text(1), reader.Text(2), reader.Text(3), reader.Text(4));
        reader.End();
        return target;
    }

    private static void WriteMap(StateWriter writer, int field, IReadOnlyDictionary<string, string> map)
    {
        if (writer.Begin(field, map.Count))
        {
            foreach (var (key, value) in map)
            {
                writer.Text(key);
                writer.Text(value);
            }
        }
    }

    private static IReadOnlyDictionary<string, string> ReadMap(StateReader reader, int field, StringComparer comparer)
    {
        var count = reader.Count(field);
        if (count == 0)
        {
            return Nothing;
        }

        var map = new Dictionary<string, string>(count, comparer);
        for (var i = 0; i < count; i++)
        {
            map[reader.Text()] = reader.Text();
        }

        return map;
    }
}
