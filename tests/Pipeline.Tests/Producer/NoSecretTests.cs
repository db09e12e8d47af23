using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Commands;
using Pipeline.Producer.Okta.OAuth;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

/// <summary>Collects from a hostile org and looks for secrets in everything that comes out.</summary>
public sealed class NoSecretTests : IDisposable
{
    private const string ApiToken = "00s3cr3t-Api-Token";

    private readonly string _keyFile = Path.GetTempFileName();
    private readonly StringBuilder _output = new();
    private readonly string _pem;

    public NoSecretTests()
    {
        using var rsa = RSA.Create(2048);
        _pem = rsa.ExportPkcs8PrivateKeyPem();
        File.WriteAllText(_keyFile, _pem);
    }

    public void Dispose() => File.Delete(_keyFile);

    [Theory]
    [InlineData("token")]
    [InlineData("oauth")]
    [InlineData("dpop")]
    public async Task Nothing_that_comes_out_of_a_hostile_run_holds_a_secret(string kind)
    {
        var rig = new CollectionRig();
        using var org = new HostileOrg(rig.Time, ApiToken);
        rig.Http = org;
        var tenant = rig.Options.Tenants[0];
        Use(tenant, kind);
        using var metrics = Metrics();
        using var traces = Traces();

        await rig.RunAsync(idle: 2, waits: 200);
        await CheckAsync(rig);

        Assert.Equal(["u1"], rig.Raw);
        Assert.Single(rig.Log.Records(Topics.DeadLetters(Topics.Raw)));
        Say(tenant.ToString());
        Say(TenantCatalogue.Of(rig.Options, rig.Time)[0].ToString());
        rig.Logger.Lines.ToList().ForEach(Say);
        foreach (var topic in (string[])[Topics.Raw, Topics.Checkpoints, Topics.DeadLetters(Topics.Raw)])
        {
            foreach (var record in rig.Log.Records(topic))
            {
                Say(Encoding.UTF8.GetString(record.Key));
                Say(Encoding.UTF8.GetString(record.Value));
                record.Headers.ToList().ForEach(x => Say($"{x.Key}: {Encoding.UTF8.GetString(x.GetValueBytes())}"));
            }
        }

        Assert.True(rig.Logger.Lines.Count > 10);
        Assert.True(org.Secrets.Count > 10);
        var output = _output.ToString();
        Assert.Contains("metric okta_producer_requests", output, StringComparison.Ordinal);
        Assert.Contains("trace collect page", output, StringComparison.Ordinal);
        string[] secrets = [.. org.Secrets, .. _pem.Split('\n').Where(x => x.Length > 40)];
        foreach (var secret in secrets.Distinct(StringComparer.Ordinal))
        {
            Assert.DoesNotContain(secret, output, StringComparison.OrdinalIgnoreCase);
            // Nor half of a long one.
            if (secret.Length > 40)
            {
                Assert.DoesNotContain(secret[..24], output, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private void Use(TenantOptions tenant, string kind)
    {
        tenant.ApiToken = kind == "token" ? ApiToken : null;
        tenant.ClientId = kind == "token" ? null : "0oaclient";
        tenant.PrivateKeyFile = kind == "token" ? null : _keyFile;
        tenant.Dpop = kind == "dpop" ? DpopMode.Always : DpopMode.Auto;
    }

    /// <summary>What <c>okta-producer check</c> prints while the org is at its worst.</summary>
    private async Task CheckAsync(CollectionRig rig)
    {
        using var worst = new HostileOrg(rig.Time, ApiToken);
        using var text = new StringWriter();
        for (var i = 0; i < 8; i++)
        {
            await CheckCommand.OrgsAsync(rig.Options, worst, rig.Time, text, TestContext.Current.CancellationToken);
        }

        Say(text.ToString());
        worst
            .Secrets.ToList()
            .ForEach(x => Assert.DoesNotContain(x, text.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private MeterListener Metrics()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ProducerMetrics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measured(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Measured(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measured(instrument, tags));
        listener.Start();
        return listener;
    }

    private void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            Say($"metric {instrument.Name} {tag.Key}={tag.Value}");
        }
    }

    private ActivityListener Traces()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = x => x.Name == ProducerTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = x =>
                Say(
                    $"trace {x.OperationName} {x.StatusDescription} "
                        + $"{string.Join(' ', x.TagObjects.Select(t => $"{t.Key}={t.Value}"))}"
                ),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private void Say(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
