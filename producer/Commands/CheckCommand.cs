using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Commands;

/// <summary>
/// <c>okta-producer check</c>: one line per thing checked; exit code 2 where one of them is not right.
/// </summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(ProgramOptions options, TextWriter output, CancellationToken stop)
    {
        var clients = new LibrdkafkaClients(options.Kafka, NullLoggerFactory.Instance);
        var findings = await ProducerTopics.FindingsAsync(clients, options.Kafka, options.Okta);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(finding);
        }

        if (findings.Count == 0)
        {
            await output.WriteLineAsync("Topics: as they must be.");
        }

        using var handler = OktaHttp.Handler(options.Okta.Proxy);
        var orgs = await OrgsAsync(options.Okta, handler, TimeProvider.System, output, stop);
        return findings.Count == 0 && orgs ? ProgramExit.Ok : ProgramExit.Configuration;
    }

    /// <summary>
    /// Asks each org, configured or added, for one page as collection would. Returns whether all is well.
    /// </summary>
    public static async Task<bool> OrgsAsync(
        ProducerOptions options,
        HttpMessageHandler handler,
        TimeProvider time,
        TextWriter output,
        CancellationToken stop
    )
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var slots = new PageSlots(1);
        var configured = TenantCatalogue.Of(options, time);
        var (added, faults) = IntegrationsCheck.Of(options, configured, time);
        foreach (var fault in faults)
        {
            await output.WriteLineAsync(fault);
        }

        var good = faults.Count == 0;
        foreach (var tenant in configured.Concat(added))
        {
            var client = new PageClient(tenant.Org, tenant.Credentials, http, slots, time);
            var url = LogsUrl.WithLimit(LogsUrl.First(tenant.Org, time.GetUtcNow() - TimeSpan.FromHours(1)), 1);
            using var answer = await client.GetAsync(url, stop);
            good &= answer.Page is not null;
            var result = answer.Failure is { } failure
                ? $"{failure.Message} (request {answer.RequestId ?? "-"})"
                    + (
                        failure.Kind == FailureKind.Auth
                            ? ". " + tenant.Credentials.Advice(failure.Status).TrimEnd('.')
                            : ""
                    )
                : "its credentials may read the System Log; rate limit "
                    + $"{answer.Rate.Limit?.ToString() ?? "unknown"} per minute";
            await output.WriteLineAsync($"Tenant {tenant.Name} at {tenant.Org.Text}: {result}.");
        }

        return good;
    }
}
