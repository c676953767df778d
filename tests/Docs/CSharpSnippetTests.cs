namespace Amqp1.Docs.Tests;

public sealed class CSharpSnippetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Places => Documents.PlacesOf("csharp");

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_snippet_compiles(string place) => (await SnippetCompiler.ErrorsOfAsync(Documents.At(place), Cancel)).ShouldBeEmpty();

    [Fact]
    public async Task A_mistake_is_reported_with_its_document_and_line()
    {
        var snippet = new Snippet("docs/example.md", 7, "csharp", "var builder = 1;\nbuilder.Services.AddAmqp2();");

        (await SnippetCompiler.ErrorsOfAsync(snippet, Cancel)).ShouldHaveSingleItem().ShouldStartWith("docs/example.md:8: CS1061");
    }

    [Fact]
    public void A_block_is_found_with_its_line_and_language() =>
        Documents.Read("a.md", ["text", "```csharp", "one", "two", "```", "  ```", "  three", "", "  ```"]).ShouldBe(
            [new Snippet("a.md", 3, "csharp", "one\ntwo"), new Snippet("a.md", 7, "", "three\n")]);

    [Fact]
    public void A_block_without_an_end_is_an_error() => Should.Throw<FormatException>(() => Documents.Read("a.md", ["```"]).Count());
}
