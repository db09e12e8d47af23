using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Kafka.Observation;
using Pipeline.Producer.Collection;

namespace Pipeline.Producer.Commands;

/// <summary>The configuration of the program, read and checked.</summary>
internal sealed record ProgramOptions(KafkaOptions Kafka, ProducerOptions Okta, HttpOptions Http)
{
    /// <exception cref="ConfigurationException">It cannot work.</exception>
    public static ProgramOptions Load(IConfiguration configuration, string? instance)
    {
        var okta = KafkaConfiguration.Bind<ProducerOptions>(configuration, ProducerOptions.Section);
        okta.Instance = instance ?? okta.Instance;
        TenantCatalogue.Of(okta);
        var http = KafkaConfiguration.Bind<HttpOptions>(configuration, HttpOptions.Section);
        return new ProgramOptions(KafkaConfiguration.Kafka(configuration), okta, http);
    }
}
