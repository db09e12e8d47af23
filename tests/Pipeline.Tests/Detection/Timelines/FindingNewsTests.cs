using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Tests.Detection.Timelines;

public sealed class FindingNewsTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "", "a")]
    [InlineData("", "a", "a")]
    [InlineData("b,a", "a,b", "a,b")]
    [InlineData("a", "a,b", "a,b")]
    [InlineData("b,c", "a,b", "a,b,c")]
    [InlineData("10", "9", "10")]
    [InlineData("9", "10", "10")]
    [InlineData("1", "a", "a,1")]
    public void What_joins_is_news_and_what_leaves_is_not(string news, string before, string with)
    {
        Assert.Equal(with, FindingNews.With(news, before));
        Assert.Equal(with != before, FindingNews.Adds(news, before));
    }
}
