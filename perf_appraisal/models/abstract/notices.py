"""What an action answers that says in a sentence what it has done."""


def notice(message, kind="success", follow=None, **params):
    """Return an action that shows a notification.

    :param str message: what was done
    :param str kind: ``success`` or ``warning``
    :param dict follow: the action after it; not given: the dialog closes and the list is loaded anew
    :param params: further parameters of the web client's notification
    :return: an action dictionary
    """
    follow = follow or {"type": "ir.actions.act_window_close"}
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {"type": kind, "message": message, "next": follow, **params},
    }
