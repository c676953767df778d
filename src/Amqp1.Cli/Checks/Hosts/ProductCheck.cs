using Amqp1.Cli.Checks.Findings;
using Amqp1.Configuration;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks the product and version of the peer, and the address mode that follows from them.</summary>
internal sealed class ProductCheck : ICheck
{
    public string Name => "product";

    public IReadOnlyList<string> Needs => ["connection"];

    public Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var connection = context.OpenConnection;
        var subject = context.Host.ToString();
        var peer = connection.Peer;
        var name = string.IsNullOrEmpty(peer.Product) ? "a product without a name" : peer.Product;
        var seen = $"{name}{(string.IsNullOrEmpty(peer.Version) ? "" : $" {peer.Version}")}, {connection.Dialect.Name}";
        var known = KnownProduct.Find(peer.Product);
        var version = ProductVersion.Parse(peer.Version);
        if (known is not null && version?.CompareTo(known.Least) < 0)
        {
            findings.Fail(subject, $"{seen}. {known.Name} {known.Least} or later is required.", $"Upgrade {known.Name} to {known.Advised} or later.");
        }
        else if (known is { Problem: { } problem } && version?.CompareTo(known.Advised) < 0)
        {
            findings.Warn(subject, $"{seen}: {problem}.", $"Upgrade {known.Name} to {known.Advised} or later.");
        }
        else if (known is null)
        {
            findings.Warn(subject, $"{seen}. The product is not known, and services use {connection.Dialect.Name} addresses for it.", "Read the results of the addresses below; Qpid Dispatch, skupper-router, qpidd and RabbitMQ 4 are tested.");
        }
        else
        {
            findings.Ok(subject, $"{seen}.");
        }

        Mode(context, known, findings);
        return Task.CompletedTask;
    }

    /// <summary>Reports an address mode that differs from the one that other services choose for the product.</summary>
    private static void Mode(CheckContext context, KnownProduct? known, CheckFindings findings)
    {
        var mode = context.Backend.Options.Addressing.Mode;
        if (context.Backend.IsRabbit || known is null || mode == AddressingMode.Dynamic || known.UsesLegacyAddresses == (mode == AddressingMode.Legacy))
        {
            return;
        }

        findings.Warn(context.Host.ToString(),
            $"The address mode is {mode.ToString().ToLowerInvariant()}. Services with the default mode use {(known.UsesLegacyAddresses ? "legacy" : "routable")} addresses on {known.Name} and do not meet this one.",
            context.Settings.LineOf("Addressing:Mode", "dynamic"));
    }
}
