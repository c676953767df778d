namespace Amqp1.Addressing;

/// <summary>Which of the two address syntaxes is used.</summary>
internal enum AddressMode
{
    /// <summary>Chosen anew at each Open from the peer's product (docs/spec/addressing.md#address-mode).</summary>
    Dynamic,
    Legacy,
    Routable,
}
