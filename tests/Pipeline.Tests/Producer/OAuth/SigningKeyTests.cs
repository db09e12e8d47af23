using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Tests.Producer.OAuth;

public sealed class SigningKeyTests
{
    [Fact]
    public void A_jwk_and_a_set_of_them_are_read_with_their_key_id()
    {
        var jwk = Jwk("one");
        Assert.Equal("one", SigningKey.Read(jwk, null, null).Key.KeyId);
        var set = $$"""{"keys":[{{jwk}},{{Jwk("two")}}]}""";
        Assert.Equal("two", SigningKey.Read(set, "two", null).Key.KeyId);
        Assert.Throws<FormatException>(() => SigningKey.Read(set, null, null));
        Assert.Throws<FormatException>(() => SigningKey.Read(set, "three", null));
    }

    [Fact]
    public void Each_form_of_pem_is_read()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Equal("RS256", SigningKey.Read(rsa.ExportRSAPrivateKeyPem(), null, null).Algorithm);
        Assert.Equal("RS512", SigningKey.Read(rsa.ExportPkcs8PrivateKeyPem(), null, "RS512").Algorithm);
        Assert.Equal("ES384", SigningKey.Read(ec.ExportECPrivateKeyPem(), null, null).Algorithm);
        Assert.Equal("ES384", SigningKey.Read("\uFEFF" + ec.ExportPkcs8PrivateKeyPem() + "\n", null, null).Algorithm);
        Assert.Throws<FormatException>(() => SigningKey.Read(ec.ExportECPrivateKeyPem(), null, "RS256"));
    }

    [Fact]
    public void What_is_no_signing_key_is_refused_in_one_sentence_that_shows_nothing_of_it()
    {
        using var rsa = RSA.Create(2048);
        using var small = RSA.Create(1024);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        string[] bad =
        [
            "",
            "not a key",
            "{",
            "[]",
            "{}",
            """{"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0"}""",
            pem[..400],
            rsa.ExportSubjectPublicKeyInfoPem(),
            small.ExportPkcs8PrivateKeyPem(),
            rsa.ExportEncryptedPkcs8PrivateKeyPem(
                "p",
                new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)
            ),
        ];
        foreach (var text in bad)
        {
            var file = Path.GetTempFileName();
            File.WriteAllText(file, text);
            var options = new ProducerOptions
            {
                Tenants =
                [
                    new()
                    {
                        Name = "acme",
                        OrgUrl = "https://acme.okta.com",
                        ClientId = "0oa1",
                        PrivateKeyFile = file,
                    },
                ],
            };
            var error = Assert.Throws<ConfigurationException>(() => TenantCatalogue.Of(options));
            File.Delete(file);
            Assert.StartsWith("Okta:Tenants:0:PrivateKeyFile", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
            var shown = error.ToString();
            Assert.DoesNotContain("c2VjcmV0", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(pem[40..80], shown, StringComparison.Ordinal);
        }
    }

    private static string Jwk(string kid)
    {
        using var rsa = RSA.Create(2048);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(true)));
        string Field(string name, string value) => $"\"{name}\":\"{value}\"";
        return "{"
            + string.Join(
                ',',
                Field("kty", "RSA"),
                Field("kid", kid),
                Field("n", jwk.N),
                Field("e", jwk.E),
                Field("d", jwk.D),
                Field("p", jwk.P),
                Field("q", jwk.Q),
                Field("dp", jwk.DP),
                Field("dq", jwk.DQ),
                Field("qi", jwk.QI)
            )
            + "}";
    }
}
