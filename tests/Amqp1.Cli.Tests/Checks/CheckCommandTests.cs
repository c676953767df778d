using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Embedded;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>Tests <c>amqp1 check</c> as a program: exit codes, text, JSON and secrets.</summary>
public sealed class CheckCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_good_bus_is_exit_code_0_and_json_has_every_check()
    {
        await using var router = await EmbeddedRouter.StartAsync(cancel: Cancel);

        var result = await CliProcess.RunAsync("check", $"amqp://nova:secret@127.0.0.1:{router.Port}/", "--json", "--topic", "compute");

        result.ExitCode.ShouldBe(ExitCode.Success, result.Output);
        result.Output.ShouldNotContain("secret");
        using var report = JsonDocument.Parse(result.Output);
        report.RootElement.GetProperty("source").GetString().ShouldBe($"amqp://nova:***@127.0.0.1:{router.Port}/");
        report.RootElement.GetProperty("failed").GetInt32().ShouldBe(0);
        var checks = report.RootElement.GetProperty("checks").EnumerateArray().ToArray();
        checks.ShouldAllBe(check => new[] { "ok", "skipped" }.Contains(check.GetProperty("result").GetString()));
        checks.Select(check => check.GetProperty("check").GetString()).ShouldContain("call");
        checks[0].EnumerateObject().Select(member => member.Name).ShouldBe(["check", "result", "subject", "seen", "fix"]);
    }

    [Fact]
    public async Task A_problem_is_exit_code_1_and_the_table_has_its_fix()
    {
        var options = new EmbeddedRouterOptions();
        options.Addresses.Remove("openstack.org/om/rpc/multicast");
        await using var router = await EmbeddedRouter.StartAsync(options, Cancel);

        var result = await CliProcess.RunAsync("check", $"amqp://127.0.0.1:{router.Port}/");

        result.ExitCode.ShouldBe(ExitCode.Failed);
        var lines = result.Output.Split('\n');
        var failed = Array.FindIndex(lines, line => line.Contains("failed") && line.Contains("fanout: openstack.org/om/rpc/multicast/openstack/{topic}"));
        failed.ShouldBeGreaterThan(0, result.Output);
        lines[failed + 1].ShouldContain("fix");
        lines[failed + 1].ShouldContain("multicast");
        lines[^2].ShouldContain("1 failed");
        result.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task The_url_and_the_file_may_be_options_as_for_the_other_commands()
    {
        var byUrl = await CliProcess.RunAsync("check", "-u", "amqp://127.0.0.1:1", "--json");
        using var files = new TestFiles();
        var byFile = await CliProcess.RunAsync("check", "-c", files.Write("nova.conf", "[DEFAULT]", "transport_url = amqp://127.0.0.1:1"), "--json");

        foreach (var result in (CliResult[])[byUrl, byFile])
        {
            result.ExitCode.ShouldBe(ExitCode.Failed, result.Error);
            result.Output.ShouldContain("127.0.0.1:1");
            result.Output.ShouldContain("The port cannot be reached");
        }
    }

    [Fact]
    public async Task A_host_and_port_without_a_scheme_are_told_what_a_url_is()
    {
        var result = await CliProcess.RunAsync("check", "127.0.0.1:5672");

        result.ExitCode.ShouldBe(ExitCode.Usage);
        result.Error.ShouldContain("A transport URL has a scheme, such as amqp://host:5672");
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_exit_code_2() =>
        (await CliProcess.RunAsync("check", "/nowhere/nova.conf")).ExitCode.ShouldBe(ExitCode.Usage);
}
