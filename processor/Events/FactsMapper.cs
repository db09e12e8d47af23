using Wire = Pipeline.Events;

namespace Pipeline.Processor.Events;

/// <summary>Between an event's normalised fields and their Avro form; nothing else sees both.</summary>
internal static class FactsMapper
{
    public static Wire.EventFacts ToAvro(OktaEvent e) =>
        new()
        {
            severity = e.Severity,
            display_message = e.DisplayMessage,
            legacy_event_type = e.LegacyEventType,
            outcome_result = e.OutcomeResult,
            outcome_reason = e.OutcomeReason,
            actor_id = e.ActorId,
            actor_type = e.ActorType,
            actor_alternate_id = e.ActorAlternateId,
            actor_display_name = e.ActorDisplayName,
            targets = [.. e.Targets.Select(ToAvro)],
            ip = e.Ip,
            user_agent = e.UserAgent,
            os = e.Os,
            browser = e.Browser,
            client_device = e.ClientDevice,
            country = e.Country,
            state = e.State,
            city = e.City,
            latitude = e.Latitude,
            longitude = e.Longitude,
            as_number = e.AsNumber,
            as_org = e.AsOrg,
            isp = e.Isp,
            is_proxy = e.IsProxy,
            device_id = e.DeviceId,
            device_name = e.DeviceName,
            device_managed = e.DeviceManaged,
            session_id = e.SessionId,
            root_session_id = e.RootSessionId,
            transaction_id = e.TransactionId,
            authn_request_id = e.AuthnRequestId,
            device_token = e.DeviceToken,
            credential_type = e.CredentialType,
            issuer_id = e.IssuerId,
            factor = e.Factor,
            factor_intent = e.FactorIntent,
            push_response = e.PushResponse,
            number_challenge_response = e.NumberChallengeResponse,
            risk_level = e.RiskLevel,
            threat_suspected = e.ThreatSuspected,
            request_uri = e.RequestUri,
            api_token_id = e.ApiTokenId,
            client_id = e.ClientId,
            details = Map(e.Details),
            org_new = [.. e.OrgNew],
            behaviors = Map(e.Behaviors),
        };

    public static OktaEvent FromAvro(string uuid, string eventType, DateTime time, Wire.EventFacts facts) =>
        new()
        {
            Uuid = uuid,
            EventType = eventType,
            Published = new DateTimeOffset(time, TimeSpan.Zero),
            Severity = facts.severity,
            DisplayMessage = facts.display_message,
            LegacyEventType = facts.legacy_event_type,
            OutcomeResult = facts.outcome_result,
            OutcomeReason = facts.outcome_reason,
            ActorId = facts.actor_id,
            ActorType = facts.actor_type,
            ActorAlternateId = facts.actor_alternate_id,
            ActorDisplayName = facts.actor_display_name,
            Targets = [.. facts.targets.Select(FromAvro)],
            Ip = facts.ip,
            UserAgent = facts.user_agent,
            Os = facts.os,
            Browser = facts.browser,
            ClientDevice = facts.client_device,
            Country = facts.country,
            State = facts.state,
            City = facts.city,
            Latitude = facts.latitude,
            Longitude = facts.longitude,
            AsNumber = facts.as_number,
            AsOrg = facts.as_org,
            Isp = facts.isp,
            IsProxy = facts.is_proxy,
            DeviceId = facts.device_id,
            DeviceName = facts.device_name,
            DeviceManaged = facts.device_managed,
            SessionId = facts.session_id,
            RootSessionId = facts.root_session_id,
            TransactionId = facts.transaction_id,
            AuthnRequestId = facts.authn_request_id,
            DeviceToken = facts.device_token,
            CredentialType = facts.credential_type,
            IssuerId = facts.issuer_id,
            Factor = facts.factor,
            FactorIntent = facts.factor_intent,
            PushResponse = facts.push_response,
            NumberChallengeResponse = facts.number_challenge_response,
            RiskLevel = facts.risk_level,
            ThreatSuspected = facts.threat_suspected,
            RequestUri = facts.request_uri,
            ApiTokenId = facts.api_token_id,
            ClientId = facts.client_id,
            Details = (IReadOnlyDictionary<string, string>)facts.details,
            OrgNew = (IReadOnlyList<string>)facts.org_new,
            Behaviors = Behaviors(facts.behaviors),
        };

    /// <summary>The same map where it can be: neither side changes it.</summary>
    private static IDictionary<string, string> Map(IReadOnlyDictionary<string, string> map) =>
        map as IDictionary<string, string> ?? new Dictionary<string, string>(map);

    private static Wire.EventTarget ToAvro(EventTarget target) =>
        new()
        {
            id = target.Id,
            type = target.Type,
            alternate_id = target.AlternateId,
            display_name = target.DisplayName,
        };

    /// <summary>Names compare without case; a map that came from the reader does so already.</summary>
    private static IReadOnlyDictionary<string, string> Behaviors(IDictionary<string, string> map) =>
        map is Dictionary<string, string> { Comparer: var comparer } known
        && (known.Count == 0 || ReferenceEquals(comparer, StringComparer.OrdinalIgnoreCase))
            ? known
            : new Dictionary<string, string>(map, StringComparer.OrdinalIgnoreCase);

    private static EventTarget FromAvro(Wire.EventTarget target) =>
        new(target.id, target.type, target.alternate_id, target.display_name);
}
