using System.Net;

namespace Amqp1.Docs.Tests;

/// <summary>Tests that the documented telemetry exports the whole trace of a web request.</summary>
public sealed class TelemetryTests
{
    private const string Builder = "var builder = WebApplication.CreateBuilder(args);\n";

    private static readonly string[] Spans =
    [
        "Client compute/build_instance",
        "Consumer process notifications",
        "Producer send notifications",
        "Server POST /instances/{name}",
        "Server compute/build_instance",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_documented_lines_export_the_five_spans_of_a_web_request_in_one_trace()
    {
        await using var collector = await TraceCollector.StartAsync(Cancel);
        await using var program = await DocumentedProgram.StartAsync(Program(), collector.Settings, Cancel);

        (await program.Http.PostAsync("/instances/web-1", content: null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var spans = await collector.SpansAsync(Spans.Length, Cancel);
        spans.Select(span => $"{span.Kind} {span.Name}").Order(StringComparer.Ordinal).ShouldBe(Spans);
        spans.Select(span => span.TraceId).Distinct().ShouldHaveSingleItem();
    }

    /// <summary>Returns the program of the README with the documented telemetry.</summary>
    private static Snippet Program()
    {
        var program = Documents.Snippets.Single(snippet => snippet is { Document: "README.md", IsProgram: true });
        var telemetry = Documents.Snippets.Single(snippet => snippet.Document == "docs/using/telemetry.md" && snippet.Text.Contains("AddOpenTelemetry", StringComparison.Ordinal));
        program.Text.ShouldContain(Builder);
        return program with
        {
            Text = "using OpenTelemetry;\nusing OpenTelemetry.Metrics;\nusing OpenTelemetry.Trace;\n"
                + program.Text.Replace(Builder, Builder + telemetry.Text + "\n", StringComparison.Ordinal),
        };
    }
}
