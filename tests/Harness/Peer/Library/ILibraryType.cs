using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The mapping between a composite type and the class of AMQPNetLite that holds its fields.</summary>
internal interface ILibraryType
{
    CompositeType Type { get; }

    Type Class { get; }

    Composite ToComposite(DescribedList body);

    DescribedList FromComposite(Composite composite);
}
