using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Writes the health of a service as JSON, including the data of its checks.</summary>
/// <remarks>Thread-safe. Uses no reflection and therefore supports trimmed and native applications.</remarks>
public static class Amqp1HealthResponse
{
    /// <summary>
    /// Writes a report in the format of AspNetCore.HealthChecks.UI.Client: <c>status</c>, <c>totalDuration</c> and <c>entries</c>, each
    /// with <c>data</c>, <c>description</c>, <c>duration</c>, <c>status</c> and <c>tags</c>. Durations are strings such as
    /// <c>00:00:00.0012000</c>. Exceptions are omitted; only the description of a check is written.
    /// </summary>
    /// <example><c>app.MapHealthChecks("/health", new() { ResponseWriter = Amqp1HealthResponse.WriteAsync });</c></example>
    /// <param name="context">The context of the health request. Its status code is already set; this method sets the content type.</param>
    /// <param name="report">The results of the checks.</param>
    /// <returns>Completes when the response is written.</returns>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(json, report);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, HealthReport report)
    {
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        json.WriteString("totalDuration", report.TotalDuration.ToString());
        json.WriteStartObject("entries");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            Write(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HealthReportEntry entry)
    {
        json.WriteStartObject("data");
        foreach (var (key, value) in entry.Data)
        {
            json.WritePropertyName(key);
            WriteValue(json, value);
        }

        json.WriteEndObject();
        if (entry.Description is { } description)
        {
            json.WriteString("description", description);
        }

        json.WriteString("duration", entry.Duration.ToString());
        json.WriteString("status", entry.Status.ToString());
        json.WriteStartArray("tags");
        foreach (var tag in entry.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one value of the data of a check. A value that has no JSON counterpart is written as text.</summary>
    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
