namespace Pipeline.IntegrationTests.Servers;

/// <summary>What happens where a server is missing: a skip on a laptop, a failure in CI.</summary>
internal static class Requirement
{
    public static string Missing(string sentence)
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_REQUIRE_KAFKA") == "1")
        {
            Assert.Fail(sentence);
        }

        Assert.Skip(sentence);
        return sentence;
    }
}
