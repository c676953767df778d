using Amqp1.Configuration;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging;

namespace Amqp1.Testing;

/// <summary>The settings of a <see cref="TestRouter"/>. They are read once, when it starts.</summary>
public sealed class TestRouterOptions
{
    /// <summary>
    /// The clock of the application under test, such as a <c>FakeTimeProvider</c>. <c>UseAmqp1TestRouter</c> registers it as the
    /// application's <see cref="System.TimeProvider"/>. The router and the test's own connection use the system clock, so that advancing
    /// the application's clock does not close the test's connections. Default: null, the application keeps its own clock.
    /// </summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>
    /// The time that probes and stubs wait for a message, by the system clock. After that they throw a <see cref="TimeoutException"/> that
    /// lists the messages that did arrive. Default: 30 s.
    /// </summary>
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The options of the test's own connection, which is used by probes, stubs and <see cref="TestRouter.Transport"/>. Set options here
    /// that must be the same on both sides, such as <see cref="Amqp1Options.ControlExchange"/>. Default: the defaults of the driver,
    /// without a drain timeout.
    /// </summary>
    public Amqp1Options Messaging { get; } = new() { Rpc = { DrainTimeout = TimeSpan.Zero } };

    /// <summary>The settings of the router itself. Default: a free loopback port, anonymous access, no idle timeout.</summary>
    public EmbeddedRouterOptions Router { get; } = new() { IdleTimeout = TimeSpan.Zero };
}
