using System.Diagnostics;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Collection;

/// <summary>
/// Source <c>Pipeline.Producer</c>: one activity for each page, from the request to the commit. No URL: a cursor, or
/// what a proxy adds to it, is nobody's business.
/// </summary>
internal static class ProducerTrace
{
    public const string SourceName = "Pipeline.Producer";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Page(string tenant) =>
        Source.StartActivity("collect page", ActivityKind.Producer)?.SetTag("okta.tenant", tenant);

    public static void Answered(this Activity? activity, PageAnswer answer)
    {
        activity?.SetTag("http.response.status_code", answer.Status).SetTag("okta.request_id", answer.RequestId);
        if (answer.Failure is { } failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
    }

    public static void Published(this Activity? activity, long events, long deadLetters) =>
        activity?.SetTag("okta.events", events).SetTag("okta.dead_letters", deadLetters);
}
