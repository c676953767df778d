using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Composes the address of a destination. Has no side effects.</summary>
internal interface IAddressSyntax
{
    AddressMode Mode { get; }

    string AddressOf(Destination destination);
}
