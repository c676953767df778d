using System.Text.Json;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit.Mistakes;

/// <summary>The report of <c>amqp1 check</c>, which the built program has written as JSON.</summary>
internal sealed class RabbitReport
{
    private readonly string _text;
    private readonly JsonElement[] _checks;

    private RabbitReport(string text)
    {
        _text = text;
        _checks = [.. JsonElement.Parse(text).GetProperty("checks").EnumerateArray()];
    }

    private IEnumerable<JsonElement> Problems => _checks.Where(check => TextOf(check, "result") is "failed" or "warning");

    /// <summary>Runs the built program.</summary>
    public static async Task<RabbitReport> RunAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        var result = await ProcessResult.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "amqp1.dll"), "check", .. arguments, "--json"], new Dictionary<string, string>(), cancel);
        result.ExitCode.ShouldBeInRange(0, 1, result.Errors);
        return new RabbitReport(result.Output);
    }

    /// <summary>Fails unless a line of the check names the mistake and its fix, and unless every problem has a fix.</summary>
    public void ShouldFind(RabbitMistake mistake)
    {
        Problems.ShouldContain(
            check => TextOf(check, "check") == mistake.Check && TextOf(check, "result") == mistake.Result
                && (TextOf(check, "subject") + TextOf(check, "seen")).Contains(mistake.Seen) && TextOf(check, "fix").Contains(mistake.Fix),
            _text);
        Problems.ShouldAllBe(check => TextOf(check, "fix").Length > 0);
    }

    /// <summary>Fails if there is a problem, except that the certificates of tests expire soon.</summary>
    public void ShouldBeClean()
    {
        Problems.Where(check => TextOf(check, "check") != "tls" || TextOf(check, "result") != "warning").ShouldBeEmpty(_text);
        _checks.Count(check => TextOf(check, "check") is "call" or "notify" && TextOf(check, "result") == "ok").ShouldBe(4, _text);
    }

    private static string TextOf(JsonElement check, string member) => check.GetProperty(member).GetString() ?? "";
}
