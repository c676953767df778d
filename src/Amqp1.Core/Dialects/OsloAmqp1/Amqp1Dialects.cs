namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Chooses between legacy and routable addresses (docs/spec/addressing.md#address-mode).</summary>
internal sealed class Amqp1Dialects(AddressSettings settings) : IDialects
{
    public IDialect Choose(in DialectContext context) => new Amqp1Dialect(AddressSyntax.Choose(settings, context.Product), context.Product);
}
