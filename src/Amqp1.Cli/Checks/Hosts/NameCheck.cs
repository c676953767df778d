using System.Net;
using System.Net.Sockets;
using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks that the name of the host has an address.</summary>
internal sealed class NameCheck : ICheck
{
    public string Name => "name";

    public IReadOnlyList<string> Needs => [];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var host = context.Host.Host;
        if (IPAddress.TryParse(host, out var literal))
        {
            context.Addresses = [literal];
            findings.Ok(host, "It is an address.");
            return;
        }

        try
        {
            context.Addresses = await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false);
            findings.Ok(host, $"It resolves to {string.Join(", ", context.Addresses.Select(address => address.ToString()))}.");
        }
        catch (SocketException failure)
        {
            findings.Fail(host, $"The name does not resolve: {failure.Message}.", "Correct the host of the transport URL, or add the name to DNS or /etc/hosts.");
        }
    }
}
