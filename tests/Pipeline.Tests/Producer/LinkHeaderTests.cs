using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class LinkHeaderTests
{
    private const string Next = "https://a.example/api/v1/logs?limit=20&filter=a%20eq%20%22b,c%22;x&after=1_1";

    [Theory]
    [InlineData($"<{Next}>; rel=\"next\"")]
    [InlineData($"<https://a.example/self,>; rel=\"self\",<{Next}>;rel=next")]
    [InlineData(
        $"<https://a.example/self>; rel=\"self\"; title=\"a, b; rel=\\\"next\\\"\" , <{Next}> ; REL = \"prev NEXT\" ; "
            + "a=b"
    )]
    [InlineData($", ,<{Next}>; rel=\"next\"; rel=\"self\"")]
    public void The_target_is_found_in_every_legal_writing(string line) =>
        Assert.Equal(Next, LinkHeader.Find([line], "next"));

    [Fact]
    public void Several_lines_are_one_header() =>
        Assert.Equal(
            Next,
            LinkHeader.Find(["<https://a.example/self>; rel=\"self\"", $"<{Next}>; rel=\"next\""], "next")
        );

    [Theory]
    [InlineData("")]
    [InlineData("<https://a.example/x>")]
    [InlineData("<https://a.example/x; rel=\"next\"")]
    [InlineData("https://a.example/x; rel=\"next\"")]
    [InlineData("<https://a.example/x>; rel=\"nextish\"; rev=\"next\"")]
    [InlineData("<https://a.example/x>; rel=\"")]
    public void What_is_no_next_link_is_none(string line) => Assert.Null(LinkHeader.Find([line], "next"));
}
