namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Specifies which of the two address syntaxes is used.</summary>
internal enum AddressMode
{
    /// <summary>The syntax is chosen at each Open from the peer's product (docs/spec/addressing.md#address-mode).</summary>
    Dynamic,
    Legacy,
    Routable,
}
