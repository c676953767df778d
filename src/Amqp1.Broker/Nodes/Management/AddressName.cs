namespace Amqp1.Broker.Nodes.Management;

/// <summary>
/// Addresses as qpid-dispatch shows them, with a prefix for their class: <c>L</c> for a dynamic reply address or a service of the broker
/// itself, <c>M0</c> for all others.
/// </summary>
internal static class AddressName
{
    private const int LongestName = 70_000;

    /// <summary>Returns the address with its class.</summary>
    /// <param name="address">The address.</param>
    /// <param name="containerId">The container ID of the broker.</param>
    public static string Of(string address, string containerId)
    {
        if (address == ManagementNode.Address)
        {
            return "L" + address;
        }

        var local = DynamicAddress.PrefixOf(containerId);
        var text = address.StartsWith(local, StringComparison.Ordinal) ? "L" + address[local.Length..] : "M0" + address;
        return PeerText.Clean(text, LongestName);
    }
}
