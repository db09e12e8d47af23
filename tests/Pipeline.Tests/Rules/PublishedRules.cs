namespace Pipeline.Tests.Rules;

/// <summary>
/// Rules of our own in every shape that SigmaHQ's published rules for Okta have: spellings of fields, lists of values,
/// lists of maps, filters, quantifiers, and fields that no event has.
/// </summary>
internal static class PublishedRules
{
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["event type in lower case, unquoted"] = """
                selection:
                    eventtype: user.lifecycle.create
                condition: selection
                """,
            ["event type of the wire in quotes"] = """
                selection:
                    eventType: 'system.api_token.create'
                condition: selection
                """,
            ["list of event types"] = """
                selection:
                    eventtype:
                        - zone.update
                        - ZONE.DEACTIVATE
                        - policy.rule.delete
                condition: selection
                """,
            ["display message in lower case"] = """
                selection:
                    displaymessage: User login to Okta
                condition: selection
                """,
            ["display message of the wire"] = """
                selection:
                    displayMessage: Max sign in attempts exceeded
                condition: selection
                """,
            ["reason, result and type"] = """
                selection:
                    outcome.reason: 'FastPass declined phishing attempt'
                    outcome.result: FAILURE
                    eventtype: user.authentication.auth_via_mfa
                condition: selection
                """,
            ["legacy type and a filter by pattern"] = """
                selection:
                    legacyeventtype: 'core.user_auth.login_failed'
                filter_main:
                    # A comment within a selection.
                    actor.alternateid|re: '(^0oa.*|[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,10})'
                condition: selection and not filter_main
                """,
            ["proxy as text"] = """
                selection:
                    eventType: 'user.session.start'
                    securityContext.isProxy: 'true'
                condition: selection
                """,
            ["proxy in lower case as boolean"] = """
                selection:
                    securitycontext.isproxy: true
                condition: selection
                """,
            ["list of maps and all of them"] = """
                selection_event:
                    eventType: 'policy.evaluate_sign_on'
                    target.displayName: 'Okta Admin Console'
                selection_positive:
                    - debugContext.debugData.behaviors|contains: 'POSITIVE'
                    - debugContext.debugData.logOnlySecurityData|contains: 'POSITIVE'
                condition: all of selection_*
                """,
            ["address of the request, and a filter on a field no event has"] = """
                selection:
                    debugContext.debugData.requestUri|contains: 'idx'
                    eventType: 'user.session.start'
                filter:
                    alternateId|contains:
                        - 'system@okta.com'
                        - '@company_domain.com'
                condition: selection and not filter
                """,
            ["several optional filters"] = """
                selection:
                    eventType|startswith: 'user.'
                filter_main_system:
                    actor.type: 'SystemPrincipal'
                filter_optional_own:
                    target.user.id|exists: true
                filter_optional_client:
                    client.user.id: '00u1'
                condition: selection and not 1 of filter_main_* and not 1 of filter_optional_*
                """,
            ["privilege granted in debug data"] = """
                selection:
                    eventtype: user.account.privilege.grant
                    debugcontext.debugdata.privilegegranted|contains:
                        - 'administrator'
                        - 'Admin'
                condition: selection
                """,
            ["user agent by several ends"] = """
                selection:
                    client.useragent.rawuseragent|startswith:
                        - 'python-'
                        - 'curl/'
                    client.userAgent.os|endswith: 'nknown'
                condition: selection
                """,
            ["words anywhere"] = """
                keywords:
                    - 'INVALID_CREDENTIALS'
                    - 'locked?out'
                condition: keywords
                """,
            ["networks that are not ours"] = """
                selection:
                    eventType|endswith: '.start'
                filter:
                    client.ipAddress|cidr:
                        - 198.51.100.0/25
                        - 2001:db8::/32
                condition: selection and not filter
                """,
            ["a number, and one of them"] = """
                selection_a:
                    securityContext.asNumber|gte: 64500
                selection_b:
                    severity|cased: warn
                condition: 1 of them
                """,
        };
}
