using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Tests;

public sealed class HealthResponseTests
{
    private static readonly TimeSpan Took = TimeSpan.FromMicroseconds(1200);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_written_in_the_form_of_the_health_checks_ui()
    {
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var data = new Dictionary<string, object> { ["state"] = "Open", ["since"] = since, ["receivers"] = 3 };
        var entry = new HealthReportEntry(HealthStatus.Degraded, "Connected.", Took, exception: null, data, ["ready", "amqp1"]);

        var (type, text) = await WriteAsync(new Dictionary<string, HealthReportEntry> { ["amqp1-rpc"] = entry });

        type.ShouldBe("application/json");
        text.ShouldBe("""
            {"status":"Degraded","totalDuration":"00:00:00.0012000","entries":{"amqp1-rpc":{"data":{"state":"Open","since":"2026-01-02T03:04:05+00:00","receivers":3},
            "description":"Connected.","duration":"00:00:00.0012000","status":"Degraded","tags":["ready","amqp1"]}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_report_without_checks_is_healthy_and_has_no_entries() =>
        (await WriteAsync([])).Text.ShouldBe("""{"status":"Healthy","totalDuration":"00:00:00.0012000","entries":{}}""");

    [Fact]
    public async Task Whatever_the_checks_of_others_put_into_their_data_is_written()
    {
        var data = new Dictionary<string, object>
        {
            ["bool"] = true,
            ["long"] = long.MaxValue,
            ["double"] = 1.5,
            ["nan"] = double.NaN,
            ["time"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["duration"] = TimeSpan.FromSeconds(1),
            ["decimal"] = 2.5m,
            ["enum"] = HealthStatus.Healthy,
            ["text"] = "\"\n",
            ["null"] = null!,
        };

        var (_, text) = await WriteAsync(new Dictionary<string, HealthReportEntry> { ["other"] = new(HealthStatus.Healthy, null, Took, null, data) });

        using var json = JsonDocument.Parse(text);
        var entry = json.RootElement.GetProperty("entries").GetProperty("other");
        entry.TryGetProperty("description", out _).ShouldBeFalse();
        entry.GetProperty("tags").GetArrayLength().ShouldBe(0);
        entry.GetProperty("data").EnumerateObject().Select(property => property.Value.ToString()).ShouldBe(
            ["True", "9223372036854775807", "1.5", "NaN", "2026-01-02T03:04:05Z", "00:00:01", "2.5", "Healthy", "\"\n", ""]);
    }

    [Fact]
    public async Task What_an_exception_says_stays_inside()
    {
        var entry = new HealthReportEntry(HealthStatus.Unhealthy, "It failed.", Took, new InvalidOperationException("secret"), data: null);

        (await WriteAsync(new Dictionary<string, HealthReportEntry> { ["check"] = entry })).Text.ShouldNotContain("secret");
    }

    private static async Task<(string? Type, string Text)> WriteAsync(Dictionary<string, HealthReportEntry> entries)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestAborted = Cancel };
        context.Response.Body = body;
        await Amqp1HealthResponse.WriteAsync(context, new HealthReport(entries, Took));
        return (context.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()));
    }
}
