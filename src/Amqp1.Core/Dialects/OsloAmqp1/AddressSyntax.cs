namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Chooses the address syntax for a peer (docs/spec/addressing.md#address-mode).</summary>
internal static class AddressSyntax
{
    /// <summary>The only product that uses legacy addresses although its Open contains a product.</summary>
    private const string QpidBroker = "qpid-cpp";

    /// <summary>Returns the address syntax for a peer.</summary>
    /// <param name="settings">The configured mode and words.</param>
    /// <param name="product">The <c>product</c> of the peer's Open properties; null when it sent none.</param>
    public static IAddressSyntax Choose(AddressSettings settings, string? product) => settings.Mode switch
    {
        AddressMode.Legacy => new LegacySyntax(settings),
        AddressMode.Dynamic when product is null or QpidBroker => new LegacySyntax(settings),
        _ => new RoutableSyntax(settings),
    };
}
