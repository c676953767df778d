using System.Globalization;
using System.Text.Json.Nodes;
using Amqp1.Notifications;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Amqp1.Hosting.Notifications;

/// <summary>
/// Publishes a notification when a web request arrives and another when it has been answered, like oslo's middleware
/// (docs/spec/behaviour.md#notifiers).
/// </summary>
internal sealed class RequestNotificationMiddleware(RequestDelegate next, INotifier notifier, NotificationQueue queue, RequestNotificationOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!notifier.IsEnabled || options.IgnoredMethods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var request = RequestEnvironment.Of(context, options);
        Publish("http.request", new JsonObject { ["request"] = request.DeepClone() });
        var payload = new JsonObject { ["request"] = request };
        try
        {
            await next(context).ConfigureAwait(false);
            payload["response"] = ResponseOf(context.Response);
        }
        catch (Exception failure)
        {
            payload["exception"] = new JsonObject { ["value"] = $"{failure.GetType()}: {failure.Message}", ["traceback"] = TracebackOf(failure) };
            throw;
        }
        finally
        {
            Publish("http.response", payload);
        }
    }

    private static JsonArray TracebackOf(Exception failure) =>
        [.. (failure.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode)line.TrimEnd())];

    private void Publish(string eventType, JsonObject payload) => queue.TryAdd(NotificationPriority.Info, eventType, payload);

    private JsonObject ResponseOf(HttpResponse response)
    {
        var headers = new JsonObject();
        foreach (var (name, values) in response.Headers)
        {
            if (!options.OmittedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                headers[name] = values.ToString();
            }
        }

        var code = response.StatusCode;
        var status = string.Create(CultureInfo.InvariantCulture, $"{code} {ReasonPhrases.GetReasonPhrase(code)}").TrimEnd();
        return new JsonObject { ["status"] = status, ["headers"] = headers };
    }
}
