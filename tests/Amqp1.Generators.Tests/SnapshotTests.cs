namespace Amqp1.Generators.Tests;

/// <summary>What is generated, word for word. With AMQP1_UPDATE_SNAPSHOTS=1 the files are written instead of compared.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData("RpcEndpoint")]
    [InlineData("NotificationEndpoint")]
    [InlineData("Client")]
    public void What_is_generated_compiles_and_is_what_it_was(string name)
    {
        var (files, diagnostics) = Compiling.Run(TestFile.Read("Sources", name));

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
    public void Without_the_host_nothing_is_generated()
    {
        var (files, diagnostics) = Compiling.Run(TestFile.Read("Sources", "RpcEndpoint"), withHosting: false);

        files.ShouldBeEmpty();
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Without_endpoints_nothing_is_generated() => Compiling.Run("class C;").Files.ShouldBeEmpty();
}
