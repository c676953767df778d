namespace Amqp1.Addressing;

/// <summary>Composes the address of a destination. Has no side effects.</summary>
internal interface IAddressSyntax
{
    AddressMode Mode { get; }

    string AddressOf(Destination destination);
}
