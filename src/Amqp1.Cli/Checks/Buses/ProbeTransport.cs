using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Opens the transport for round trips with the options of the services.</summary>
internal static class ProbeTransport
{
    /// <summary>
    /// Completes when the transport is connected. Throws <see cref="TimeoutException"/> with the last error if it is not within the limit.
    /// </summary>
    public static async Task<MessagingTransport> OpenAsync(CheckContext context, CancellationToken cancel)
    {
        var options = context.Settings.Options.Clone();
        options.ControlExchange = context.ProbeExchange ?? options.ControlExchange;
        options.Notifications.Drivers = ["messagingv2"];
        options.Notifications.SendTimeout = context.Limits.Answer;
        options.Rpc.ResponseTimeout = context.Limits.Answer;
        options.Rpc.SendTimeout = context.Limits.Answer;
        options.Rpc.ReplyTimeout = context.Limits.Answer;
        var transport = MessagingTransport.Create(context.Backend.Url.ToUrl(), options);
        try
        {
            transport.Start();
            await transport.WaitForConnectionAsync(cancel).WaitAsync(context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            return transport;
        }
        catch (TimeoutException)
        {
            var reason = transport.Status.LastError;
            await transport.DisposeAsync().ConfigureAwait(false);
            throw new TimeoutException($"The transport did not connect within {context.Limits.Answer.TotalSeconds:0.#} s: {reason ?? "no error is known"}.");
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
