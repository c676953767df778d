using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Amqp1.Cli.Tests.Deploy;

/// <summary>systemd accepts the units, and the router's options exist.</summary>
public sealed partial class SystemdTests
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    [Theory]
    [InlineData("amqp1-router.service")]
    [InlineData("compute.service")]
    public async Task Systemd_accepts_a_unit(string name)
    {
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not installed.");
        using var files = new TestFiles();

        // The programs of the units are not installed where the tests run.
        var unit = files.Write(name, ExecStart().Replace(DeployFolder.Read($"systemd/{name}"), "ExecStart=/bin/true"));
        using var process = Process.Start(new ProcessStartInfo(Analyze, ["verify", unit]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        errors.Split('\n').Where(line => line.Contains(name)).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0, errors);
    }

    [Fact]
    public async Task The_router_of_the_unit_has_the_options_that_the_unit_names()
    {
        var help = await CliProcess.RunAsync("router", "--help");

        var options = Option().Matches(DeployFolder.Read("systemd/amqp1-router.service")).Select(match => match.Value).Distinct().ToArray();
        options.Length.ShouldBeGreaterThan(4);
        options.ShouldAllBe(option => help.Output.Contains(option));
    }

    [GeneratedRegex("^ExecStart=.*$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
