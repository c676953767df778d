using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Opens the transport for round trips with the options of the services.</summary>
internal static class ProbeTransport
{
    /// <summary>The beginning of the message of the exception for a connection that did not open.</summary>
    public const string NotConnected = "A second connection did not open";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    /// <summary>The time for which the peer refuses a link before the wait for it ends. The driver tries again meanwhile.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Completes when a server or listener receives. Throws <see cref="TimeoutException"/> if it does not within the limit, or, with the
    /// reason, as soon as the peer has refused its links for a second.
    /// </summary>
    /// <param name="transport">The transport.</param>
    /// <param name="listening">The task that completes when the server or listener receives.</param>
    /// <param name="context">The limits.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public static async Task WaitUntilAsync(MessagingTransport transport, Task listening, CheckContext context, CancellationToken cancel)
    {
        using var tick = new PeriodicTimer(Tick, context.Time);
        var start = context.Time.GetTimestamp();
        long? refused = null;
        while (await Task.WhenAny(listening, tick.WaitForNextTickAsync(cancel).AsTask()).ConfigureAwait(false) != listening)
        {
            cancel.ThrowIfCancellationRequested();
            refused = transport.Status.LastLinkError is null ? null : refused ?? context.Time.GetTimestamp();
            if (refused is { } since && context.Time.GetElapsedTime(since) > Refusal)
            {
                throw new TimeoutException($"The peer refuses a link: {transport.Status.LastLinkError}");
            }

            if (context.Time.GetElapsedTime(start) > context.Limits.Answer)
            {
                throw new TimeoutException();
            }
        }

        await listening.ConfigureAwait(false);
    }

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
            throw new TimeoutException($"{NotConnected} within {context.Limits.Answer.TotalSeconds:0.#} s: {reason ?? "no error is known"}.");
        }
        catch
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
