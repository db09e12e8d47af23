using System.Text;
using Pipeline.Kafka;

namespace Pipeline.Producer.Integrations;

/// <summary>An integration as a Secret to mount as the producer's directory of integrations.</summary>
internal static class KubernetesSecret
{
    public static string Of(IntegrationFile integration, IReadOnlyDictionary<string, string> secrets)
    {
        if (integration.Name!.Any(x => !char.IsAsciiLetterOrDigit(x) && x is not ('-' or '_' or '.')))
        {
            throw new ConfigurationException(
                $"'{integration.Name}' cannot be a key of a Secret: use letters, digits, dashes and dots."
            );
        }

        var name = new string([
            .. integration.Name!.ToLowerInvariant().Select(x => char.IsAsciiLetterOrDigit(x) ? x : '-'),
        ]).Trim('-');
        var yaml = new StringBuilder()
            .Append(
                "# kubectl apply -f - ; mount it, projected with the other integrations, at "
                    + "Okta__IntegrationsDirectory:\n"
            )
            .Append("#   volumes: [{name: integrations, projected: {sources: [{secret: {name: okta-")
            .Append(name)
            .Append("}}]}}]\n")
            .Append("apiVersion: v1\nkind: Secret\nmetadata:\n  name: okta-")
            .Append(name)
            .Append(
                "\n  labels:\n    app.kubernetes.io/name: okta-producer\n    app.kubernetes.io/component: integration\n"
            )
            .Append("type: Opaque\ndata:\n");
        Entry(yaml, integration.Name + ".json", integration.Text());
        foreach (var (file, text) in secrets.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            Entry(yaml, file, text);
        }

        return yaml.ToString();
    }

    /// <summary>Base64: a PEM has line breaks, and nothing in it may be YAML.</summary>
    private static void Entry(StringBuilder yaml, string file, string text) =>
        yaml.Append("  ")
            .Append(file)
            .Append(": ")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))
            .Append('\n');
}
