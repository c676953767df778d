namespace Amqp1.Generators.Tests;

/// <summary>
/// Tests of the exact text of the generated files. With AMQP1_UPDATE_SNAPSHOTS=1 the snapshots are written instead of compared.
/// </summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData("RpcEndpoint")]
    [InlineData("NotificationEndpoint")]
    [InlineData("Client")]
    public async Task What_is_generated_compiles_and_is_what_it_was(string name)
    {
        var (files, diagnostics) = await Compiling.RunAsync(TestFile.Read("Sources", name));

        diagnostics.ShouldBeEmpty();
        var text = string.Concat(files.Select(file => $"===== {file.Name}\n{file.Text}"));
        if (Environment.GetEnvironmentVariable("AMQP1_UPDATE_SNAPSHOTS") == "1")
        {
            TestFile.Write("Snapshots", name, text);
        }
        else
        {
            text.ShouldBe(TestFile.Read("Snapshots", name));
        }
    }

    [Fact]
    public async Task Without_the_host_nothing_is_generated()
    {
        var (files, diagnostics) = await Compiling.RunAsync(TestFile.Read("Sources", "RpcEndpoint"), withHosting: false);

        files.ShouldBeEmpty();
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_endpoints_nothing_is_generated() => (await Compiling.RunAsync("class C;")).Files.ShouldBeEmpty();
}
