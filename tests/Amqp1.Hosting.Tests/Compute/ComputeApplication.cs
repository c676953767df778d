using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Amqp1.Hosting.Tests.Compute;

/// <summary>The ComputeService example with its embedded router. It listens before the first request.</summary>
public sealed class ComputeApplication : WebApplicationFactory<Program>
{
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    /// <summary>Completes when that many notifications of a trace have been handled.</summary>
    public static async Task WaitForNotificationsAsync(ActivityTraceId trace, int count, Func<Task> act)
    {
        var handled = new CountdownEvent(count);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace && activity.Kind == ActivityKind.Consumer && !handled.IsSet && handled.Signal())
                {
                    all.SetResult();
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await act();
        await all.Task.WaitAsync(Limits.Signal);
        handled.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("Amqp1:Hosting:WaitForConnection", "true");
}
