using System.Text.Json;
using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>The report of <c>amqp1 check</c>, which the built program has written as JSON.</summary>
internal sealed class ServerReport
{
    public const string LongLimit = "20s";

    private readonly CliResult _result;
    private readonly JsonElement[] _checks;

    private ServerReport(CliResult result)
    {
        _result = result;
        result.ExitCode.ShouldBeOneOf(ExitCode.Success, ExitCode.Failed);
        _checks = [.. result.Json.GetProperty("checks").EnumerateArray()];
    }

    private IEnumerable<JsonElement> Problems => _checks.Where(check => ResultOf(check) is "failed" or "warning");

    /// <summary>Runs the built program.</summary>
    /// <param name="limit">The time limit for an answer of the server.</param>
    /// <param name="arguments">The other arguments.</param>
    public static async Task<ServerReport> RunAsync(string limit, IEnumerable<string> arguments) =>
        new(await CliProcess.RunAsync(["check", .. arguments, "--json", "--timeout", limit]));

    /// <summary>Fails unless a line of the check names the mistake and its fix, and unless every problem has a fix.</summary>
    public void ShouldFind<T>(ServerMistake<T> mistake)
    {
        Problems.ShouldContain(
            check => TextOf(check, "check") == mistake.Check && ResultOf(check) == mistake.Result
                && (TextOf(check, "subject") + TextOf(check, "seen")).Contains(mistake.Seen) && TextOf(check, "fix").Contains(mistake.Fix),
            _result.Output);
        Problems.ShouldAllBe(check => TextOf(check, "fix").Length > 0);
        _result.ExitCode.ShouldBe(Problems.Any(check => ResultOf(check) == "failed") ? ExitCode.Failed : ExitCode.Success);
    }

    /// <summary>Fails if there is a problem, except that the certificates of tests expire soon.</summary>
    public void ShouldBeClean()
    {
        Problems.Where(check => TextOf(check, "check") != "tls" || ResultOf(check) != "warning").ShouldBeEmpty(_result.Output);
        _checks.Count(check => TextOf(check, "check") is "call" or "notify" && ResultOf(check) == "ok").ShouldBe(4, _result.Output);
    }

    private static string ResultOf(JsonElement check) => TextOf(check, "result");

    private static string TextOf(JsonElement check, string member) => check.GetProperty(member).GetString() ?? "";
}
