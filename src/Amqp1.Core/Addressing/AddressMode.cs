namespace Amqp1.Addressing;

/// <summary>Which of the two address syntaxes is used.</summary>
internal enum AddressMode
{
    /// <summary>Chosen anew at each Open from the peer's product (specification C.1).</summary>
    Dynamic,
    Legacy,
    Routable,
}
