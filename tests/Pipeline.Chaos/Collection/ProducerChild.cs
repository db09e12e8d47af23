using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Chaos.Collection;

/// <summary>How an <c>okta-producer</c> of its own process is started.</summary>
internal static class ProducerChild
{
    public static ProcessStartInfo Start(string instance, string servers, HostileOrgs orgs, string directory)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "okta-producer.dll");
        // Its output is looked through for secrets, so a shell keeps it.
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", $"exec dotnet '{program}' run --instance {instance} >>'{directory}/{instance}.log' 2>&1"]
        )
        {
            WorkingDirectory = directory,
        };
        var environment = start.Environment;
        environment["Kafka__BootstrapServers"] = servers;
        environment["Kafka__Partitions"] = "4";
        environment["Okta__PollInterval"] = "00:00:01";
        environment["Okta__IntegrationsDirectory"] = Path.Combine(directory, "none");
        for (var i = 0; i < orgs.Orgs.Count; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Okta__Tenants__{i}__");
            environment[prefix + "Name"] = orgs.Orgs[i].Name;
            environment[prefix + "OrgUrl"] = orgs.Urls[i];
            environment[prefix + "ApiToken"] = orgs.Orgs[i].Token;
        }

        return start;
    }
}
