using System.Collections.ObjectModel;

namespace Amqp1.Configuration;

/// <summary>
/// A list whose first change removes the default entries. The configuration binder adds to an existing list, so a configured topic would
/// otherwise be used in addition to the default one.
/// </summary>
internal sealed class ReplaceableList : Collection<string>
{
    private bool _isDefault;

    public ReplaceableList(params ReadOnlySpan<string> defaults)
    {
        foreach (var value in defaults)
        {
            Items.Add(value);
        }

        _isDefault = true;
    }

    protected override void InsertItem(int index, string item)
    {
        if (_isDefault)
        {
            Items.Clear();
            index = 0;
        }

        _isDefault = false;
        base.InsertItem(index, item);
    }

    protected override void SetItem(int index, string item)
    {
        _isDefault = false;
        base.SetItem(index, item);
    }

    protected override void RemoveItem(int index)
    {
        _isDefault = false;
        base.RemoveItem(index);
    }

    protected override void ClearItems()
    {
        _isDefault = false;
        base.ClearItems();
    }
}
