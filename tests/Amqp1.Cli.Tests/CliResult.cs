using System.Text.Json;

namespace Amqp1.Cli.Tests;

/// <summary>The end of a run of the tool.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as one JSON value.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    /// <summary>The value of <c>error</c> in the JSON object on standard error.</summary>
    public JsonElement ErrorJson => JsonElement.Parse(Error).GetProperty("error");
}
